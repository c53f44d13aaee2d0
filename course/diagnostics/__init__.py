"""The self-assessment's engine: pure, and able to explain every number it gives.

- model: a questionnaire as values (variants, dimensions, items, anchored levels, advice)
- load: a folder of YAML files → variants, every problem as file:line
- answers: what somebody answered, merged, and what is missing
- parsing: answers from a form or a JSON document, and to one
- scale: exact scores → one decimal and a level
- scoring: answers → a result, each number with its formula
- priorities: what to work on first, what to build on
- result: what it all comes to, as values
- plan: a result → messages and ordered actions
- interaction: an item as an xAPI interaction
"""
