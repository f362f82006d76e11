"""Archive files (zip, tar, 7z) read member by member, without unpacking them to disk."""
