"""The law and the field's word lists as Python tables, and the act that loads them."""
