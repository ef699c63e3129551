"""What the city's own systems may read, by tokens with scopes: units, totals, activities, changes."""
