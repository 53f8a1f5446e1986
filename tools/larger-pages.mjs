// What asks the system for larger pages of memory: the C library reads it when a process starts, and at no other time.

/**
 * Environment of a program that keeps much in arrays. Where the library or the system has no such pages it changes nothing.
 * Measured in docs/decisions/0019; the name and value are those of the GNU C library's manual, "Memory Allocation Tunables".
 */
export const largerPages = { GLIBC_TUNABLES: 'glibc.malloc.hugetlb=1' };
