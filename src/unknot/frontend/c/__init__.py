"""From C to IR: clang makes LLVM IR, this package reads it. One idea: what clang writes without optimisation is what
the user wrote, so every access of memory in it becomes one of ours."""
