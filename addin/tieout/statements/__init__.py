"""The statements room: what we put on paper."""
