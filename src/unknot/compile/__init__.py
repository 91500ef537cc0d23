"""IR to native code: state image, operations to LLVM, cached machine code."""
