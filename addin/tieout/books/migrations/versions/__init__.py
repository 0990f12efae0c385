"""One file a version of the schema, never changed after its release."""
