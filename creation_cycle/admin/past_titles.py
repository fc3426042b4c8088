class PastTitleImport:
    pass
