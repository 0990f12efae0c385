"""The hallway: one function per procedure of an accountant."""
