"""The page: Gradio components, and what happens when one is used. A visitor's conversation lives in that
visitor's own session; between two events nothing is kept here but whose turn it is."""
