"""What other packages may listen to; sent after the commit, with ids only."""

from django.dispatch import Signal

ledger_moved = Signal()  # supplier_id, batch_id: an import was applied or undone
order_decided = Signal()  # supplier_id, order_id: somebody has decided what becomes of it
