package ffi

// Version is the version of the bindings that Lotus' Makefile compares.
const Version int = 13
