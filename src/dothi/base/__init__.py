"""What every other room leans on: names, numbers, dates, coordinates, time, errors."""
