"""The waist: a small typed three-address language that both front ends make and every later stage reads."""
