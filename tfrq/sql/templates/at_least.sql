-- Kleene's count: enough are met, or could be.
CASE WHEN {{ met }} >= {{ number }} THEN TRUE WHEN {{ possible }} < {{ number }} THEN FALSE END