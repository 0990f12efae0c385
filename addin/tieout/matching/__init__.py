"""The matching room: which entries settle each other, and why."""
