"""Published plans: list, pages, pictures, downloads, two versions side by side."""
