"""Tieout (对账): two ledgers of one account become one explained difference."""
