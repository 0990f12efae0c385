"""What does openpyxl hold: its sheets and workbooks, whose inner parts its types do not know."""

from typing import Any

Native = Any
"""An openpyxl object of which this engine uses more than the public face."""
