# Reference values of curves and tests for data/*.csv: curves.json. Rscript curves.R, in this folder.
suppressMessages({library(survival); library(cmprsk)})
source("json.R")

# Times are whole days: no rounding of nearly equal ones (timefix) may touch them.
one_curve <- function(data) {
  data <- data[!is.na(data$time), ]
  if (nrow(data) == 0) return(NULL)
  fit <- survfit(Surv(time, status == 1) ~ 1, data, conf.type = "log-log", timefix = FALSE)
  half <- quantile(fit, 0.5)
  until <- max(data$time)
  parts <- c(until, floor(until * 0.6))
  # What print(fit, rmean = day) shows, in full.
  table_to <- function(day) survival:::survmean(fit, rmean = day)$matrix
  means <- lapply(parts, function(day) c(day, unname(table_to(day)[c("rmean", "se(rmean)")])))
  survival <- list(
    time = fit$time, at_risk = fit$n.risk, share = fit$surv,
    # summary() has the error of the share; fit$std.err is that of its logarithm.
    standard_error = summary(fit, times = fit$time)$std.err, low = fit$lower, high = fit$upper,
    median = c(half$quantile, half$lower, half$upper),
    # What print() shows; it does not differ but where a limit is not monotone, or half to the end.
    printed_median = unname(table_to(until)[c("median", "0.95LCL", "0.95UCL")]),
    restricted_means = means)
  list(survival = survival, incidence = incidence(data))
}

# cuminc gives the corners of a step function, so the value on a day is the last one at it.
incidence <- function(data) {
  if (!any(data$status == 1)) return(NULL)
  times <- sort(unique(data$time))
  found <- timepoints(cuminc(data$time, data$status, cencode = 0)["1 1"], times)
  share <- as.vector(found$est); variance <- as.vector(found$var)
  # A sum that is 1 but for rounding is 1: there are no limits.
  share[abs(share - 1) < 1e-12] <- 1
  limits <- survival:::survfit_confint(share, sqrt(variance), logse = FALSE, "log-log", 0.95)
  # The same estimate by survfit, whose standard error is another (infinitesimal jackknife).
  state <- factor(data$status, 0:2, c("censored", "event", "competing"))
  several <- survfit(Surv(data$time, state) ~ 1, timefix = FALSE)
  list(time = times, share = share, variance = variance, low = limits$lower, high = limits$upper,
       several_states = unname(several$pstate[match(times, several$time), several$states == "event"]))
}

# NULL where R refuses (a singular covariance, one group) or finds no test.
tests <- function(data) {
  data <- data[!is.na(data$time), ]
  list(log_rank = log_rank(data), trend = trend(data), exact_trend = exact_trend(data), gray = gray(data))
}

# survdiff stops where its matrix is singular, or only one group is there.
unless_refused <- function(expression) tryCatch(expression, error = function(e) {
  if (!grepl("singular|only 1 group", conditionMessage(e))) stop(e)
})

# timefix cannot be given here (this version takes it for a variable); days are whole anyway.
log_rank <- function(data) unless_refused({
  found <- survdiff(Surv(time, status == 1) ~ group, data, rho = 0)
  degrees <- sum(found$exp > 0) - 1
  if (degrees < 1) NULL
  else list(statistic = found$chisq, degrees = degrees,
            p = pchisq(found$chisq, degrees, lower.tail = FALSE), observed = found$obs, expected = found$exp)
})

# Tarone's test from what survdiff keeps: (w'(O - E))^2 / w'Vw.
trend <- function(data) unless_refused({
  found <- survdiff(Surv(time, status == 1) ~ group, data, rho = 0)
  names <- sub("group=", "", names(found$n))
  w <- data$score[match(names, data$group)]
  variance <- c(t(w) %*% found$var %*% w)
  if (variance < 1e-9) NULL
  else list(statistic = sum(w * (found$obs - found$exp))^2 / variance)
})

# And as Cox's score test with the exact likelihood for ties; it takes for ever with many of them.
exact_trend <- function(data) {
  if (length(unique(data$score)) < 2 || !any(data$status == 1) || max(table(data$time)) > 12) return(NULL)
  found <- suppressWarnings(coxph(Surv(time, status == 1) ~ score, data, ties = "exact"))
  if (is.na(coef(found)) || found$score == 0) NULL else list(statistic = unname(found$score))
}

# cuminc answers -1 where its matrix is singular; its p is 1 - pchisq, which is 0 far out. It is
# singular, too, with a group that has left before the first event, which survdiff leaves out: so here.
gray <- function(data) {
  first <- min(data$time[data$status == 1], Inf)
  data <- data[data$group %in% data$group[data$time >= first], ]
  if (length(unique(data$group)) < 2 || !any(data$status == 1)) return(NULL)
  row <- cuminc(data$time, data$status, data$group, cencode = 0)$Tests["1", ]
  if (row["stat"] < 0) return(NULL)
  list(statistic = unname(row["stat"]), degrees = unname(row["df"]),
       p = pchisq(row[["stat"]], row[["df"]], lower.tail = FALSE))
}

one_case <- function(path) {
  data <- read.csv(path, colClasses = c(group = "character"))
  curves <- lapply(split(data, data$group), one_curve)
  list(everybody = one_curve(data), groups = curves[!sapply(curves, is.null)], tests = tests(data))
}

paths <- sort(list.files("data", "[.]csv$", full.names = TRUE), method = "radix")
cases <- setNames(lapply(paths, one_case), sub("[.]csv$", "", basename(paths)))

# Tails of the chi-square distribution, near and far, as rows of x, degrees, tail.
x <- c(1e-8, 0.001, 0.1, 0.5, 1, 2, 3.84, 5, 7.5, 10, 16, 25, 40, 64, 100, 200, 400, 700, 1000, 1300, 1400)
grid <- expand.grid(x = x, degrees = c(1:8, 11, 15, 16, 30))
tail <- pchisq(grid$x, grid$degrees, lower.tail = FALSE)
keep <- tail > 1e-300
tails <- Map(c, grid$x[keep], grid$degrees[keep], tail[keep])

write_json(list(versions = versions("survival", "cmprsk"), cases = cases, chi_square_tails = unname(tails)), "curves.json")
