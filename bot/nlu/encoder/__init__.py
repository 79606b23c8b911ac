"""The sentence encoder: multilingual-e5-small, tuned on our own training sentences, run by ONNX Runtime."""
