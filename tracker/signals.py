"""What other packages may listen to; sent after the commit, with ids only."""

from django.dispatch import Signal

supplier_moved = Signal()  # supplier_id: what is said of it, its stage or its disruptions
