"""Cleaning: one file a kind of value, each turning what people write into what we compare."""
