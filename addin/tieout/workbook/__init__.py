"""The workbook room: how a reconciliation lies in sheets."""
