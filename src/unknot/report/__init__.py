"""Views of a result; they decide nothing about concurrency."""
