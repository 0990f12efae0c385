"""The Excel door: the add-in, its ribbon, its worksheet functions and what installs them."""
