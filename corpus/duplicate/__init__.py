"""Near-duplicates: documents that were copied from each other, wholly or in part, and the clusters they form."""

from __future__ import annotations
