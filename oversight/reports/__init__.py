"""报表: what the indicators say, month by month, frozen, compared, supposed, and once a year."""
