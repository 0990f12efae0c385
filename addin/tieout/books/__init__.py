"""The books room: what we keep; everything recorded, found, permitted, traced, backed up."""
