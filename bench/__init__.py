"""Measurements: each figure beside a floor or a peer of the same run. They tell; they never assert."""
