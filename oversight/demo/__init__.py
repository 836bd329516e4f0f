"""The demo of supervision: chains that climbed, tickets of each kind, suggestions."""
