"""Front ends: each turns one source language into IR and knows nothing of the other."""
