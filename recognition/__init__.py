"""recognition/ turns one photo of food into a reading: what is on it, how sure that is, and what it is not.

Start at `photo.recognise` (path to `PhotoReading`) and `resolve.resolve` (reading to proposals for stock).
Run time (`looks`, `packs`) needs onnxruntime, numpy, Pillow and zxing-cpp; `train` and `training` need torch
and scikit-learn (requirements/train.txt). May import pantry, and ocr for text on packs. Never the journal,
Dagster, dbt, Streamlit or the warehouse.
"""
