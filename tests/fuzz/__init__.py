"""Whatever comes in, nothing breaks and nobody is answered who may not ask: random input against the real parts."""
