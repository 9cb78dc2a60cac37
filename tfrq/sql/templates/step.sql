-- The answer to a step of the definition (semantics §3, §7).
({{ holds }}) AS {{ step }}