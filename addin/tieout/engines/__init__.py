"""The engines room: xlwings engines for machines without Excel."""
