"""What a column is, told by what stands in it where its heading does not."""
