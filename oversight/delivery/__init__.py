"""Delivery: what is due leaves the house, once, at a decent hour, and fails in sight."""

from oversight.delivery.sending import deliver_due, deliver_next, still_wanted

__all__ = ["deliver_due", "deliver_next", "still_wanted"]
