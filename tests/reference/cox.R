# Reference values for tfrq/survival/cox.py: R's coxph with Efron ties and cox.zph(transform = "km").
# Run in this folder: Rscript cox.R > cox.json
# Made with survival 3.5-3; nothing but base R and survival is needed. The data are drawn by a
# generator written out here, so that no version of R's own matters.
suppressMessages(library(survival))

state <- 20240229
uniform <- function(n) {
  out <- numeric(n)
  for (i in seq_len(n)) {
    state <<- (state * 16807) %% 2147483647
    out[i] <- state / 2147483647
  }
  out
}

draw <- function(n, longest, effects, groups = 1, share = 0.7) {
  covariates <- matrix(as.numeric(uniform(n * length(effects)) < 0.45), n)
  place <- floor(uniform(n) * groups)
  rate <- exp(covariates %*% effects - 3 + 0.3 * place)
  time <- pmin(longest, ceiling(-log(uniform(n)) / rate))
  event <- as.integer(uniform(n) < share & time < longest)
  list(time = as.numeric(time), event = event, covariates = covariates, strata = place)
}

number <- function(x) ifelse(is.finite(x), format(x, digits = 17, trim = TRUE, scientific = TRUE), "null")
vector <- function(x) paste0("[", paste(number(as.numeric(x)), collapse = ","), "]")
rows <- function(x) paste0("[", paste(apply(x, 1, vector), collapse = ","), "]")
object <- function(...) {
  fields <- c(...)
  paste0("{", paste0("\"", names(fields), "\":", fields, collapse = ","), "}")
}

# Terms that have several columns are matrices, as factors of several levels would be.
answer <- function(data, terms, stratified = FALSE) {
  columns <- lapply(terms, function(one) data$covariates[, one, drop = FALSE])
  frame <- data.frame(time = data$time, event = data$event, place = data$strata)
  for (i in seq_along(columns)) frame[[paste0("term", i)]] <- columns[[i]]
  text <- paste("Surv(time, event) ~", paste0("term", seq_along(terms), collapse = " + "))
  if (stratified) text <- paste(text, "+ strata(place)")
  strict <- coxph.control(eps = 1e-12, toler.chol = 1e-14, iter.max = 100)
  fit <- coxph(as.formula(text), data = frame, ties = "efron", control = strict)
  found <- summary(fit)
  zph <- cox.zph(fit, transform = "km")$table
  object(
    time = vector(data$time), event = vector(data$event), covariates = rows(data$covariates),
    strata = vector(if (stratified) data$strata else rep(0, length(data$time))),
    terms = paste0("[", paste(sapply(terms, function(one) vector(one - 1)), collapse = ","), "]"),
    coefficients = vector(coef(fit)), errors = vector(sqrt(diag(vcov(fit)))),
    ratios = vector(found$conf.int[, 1]), low = vector(found$conf.int[, 3]),
    high = vector(found$conf.int[, 4]), p = vector(found$coefficients[, 5]),
    likelihoods = vector(fit$loglik), likelihood_ratio = vector(found$logtest),
    wald = vector(c(fit$wald.test, found$waldtest[2], pchisq(fit$wald.test, found$waldtest[2], lower.tail = FALSE))),
    score = vector(found$sctest),
    zph = vector(zph[, 1]), zph_degrees = vector(zph[, 2]), zph_p = vector(zph[, 3])
  )
}

cases <- c(
  ties = answer(draw(120, 60, c(0.6, -0.4, 0.2)), list(1, 2, 3)),
  few_ties = answer(draw(80, 4000, c(0.5, -0.3) - 3), list(1, 2)),
  heavy_ties = answer(draw(150, 5, c(0.9, -0.5, 0.1) + 1), list(1, 2, 3)),
  factor_of_three_levels = {
    data <- draw(140, 50, c(0.5, 0.8, -0.3))
    data$covariates[data$covariates[, 1] == 1, 2] <- 0  # one level each
    answer(data, list(c(1, 2), 3))
  },
  strata = answer(draw(160, 40, c(0.5, -0.6), groups = 4), list(1, 2), stratified = TRUE),
  one_column = answer(draw(30, 20, 0.7), list(1)),
  # The first column's level has no event: R's coefficient of it runs to minus infinity (with a
  # warning); what is kept here are the other coefficients.
  level_without_events = suppressWarnings({
    data <- draw(110, 30, c(0.4, 0.2, -0.5))
    data$covariates[data$covariates[, 1] == 1, 2] <- 0
    data$event[data$covariates[, 1] == 1] <- 0L
    frame <- data.frame(time = data$time, event = data$event)
    fit <- coxph(Surv(time, event) ~ data$covariates, data = frame, ties = "efron")
    object(
      time = vector(data$time), event = vector(data$event), covariates = rows(data$covariates),
      coefficients = vector(coef(fit)[2:3]), errors = vector(sqrt(diag(vcov(fit)))[2:3])
    )
  })
)
cat(object(cases), "\n")
