"""Photos, videos and documents: proved by opening them, re-saved without place, device and author, drawn small.

A file is never kept as it came. An image is decoded and encoded anew, a video's streams are packed into a new
container; whatever else was in the file (EXIF, GPS, XMP, IPTC, comments, location atoms, appended data) stays
behind; documents also lose what runs by itself. Nothing here knows a model: bytes and temporary files in,
`CleanFile` out.
"""
