"""OFD, the fixed-layout format of Chinese authorities (GB/T 33190)."""
