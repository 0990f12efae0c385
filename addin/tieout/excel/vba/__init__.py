"""How does a VBA project lie in a file: written from text, standard library only."""
