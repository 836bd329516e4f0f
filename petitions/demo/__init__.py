"""The demo: people, letters and roads as data, told through the lifecycle with past dates."""
