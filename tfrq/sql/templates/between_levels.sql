-- Between the names of a patient's groups.
|| {{ between }} ||