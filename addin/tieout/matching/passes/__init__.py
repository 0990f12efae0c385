"""The passes, one file each; the order is PASSES in the engine."""
