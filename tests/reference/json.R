# JSON in full precision, without a package: lists with names are objects, all else arrays.
to_json <- function(value) {
  if (is.null(value)) return("null")
  if (is.list(value)) {
    parts <- vapply(value, to_json, "")
    if (is.null(names(value))) return(paste0("[", paste(parts, collapse = ", "), "]"))
    return(paste0("{", paste0('"', names(value), '": ', parts, collapse = ",\n"), "}"))
  }
  texts <- if (is.character(value)) paste0('"', value, '"')
           else ifelse(is.finite(value), sprintf("%.17g", value), "null")
  if (length(texts) == 1) texts else paste0("[", paste(texts, collapse = ", "), "]")
}

write_json <- function(value, path) writeLines(to_json(value), path)

# Which R and which packages made a file.
versions <- function(...) {
  packages <- c(...)
  found <- vapply(packages, function(one) as.character(packageVersion(one)), "")
  c(list(R = paste(R.version$major, R.version$minor, sep = ".")), as.list(found))
}
