# Patients for the reference values: data/*.csv, one file per case. Rscript data.R, in this folder.
suppressWarnings(RNGversion("4.2.0"))

write_case <- function(name, time, status, group = "A", score = match(group, LETTERS)) {
  n <- length(time)
  # Covariates from a seed of their own, so that adding one changes no time.
  set.seed(sum(utf8ToInt(name)))
  covariates <- data.frame(
    age = round(rnorm(n, 55, 12)), marker = round(rexp(n, 1 / 20), 2),
    site = sample(c("SE01", "DK01", "FI01"), n, replace = TRUE))
  if (name == "large") covariates$marker <- round(large_marker, 2)
  data <- data.frame(time = time, status = status, group = group, score = score, covariates)
  write.csv(data, file.path("data", paste0(name, ".csv")), row.names = FALSE, quote = FALSE, na = "")
}

# Exponential times in whole days of `width`, cut off by random censoring; causes at random.
draw <- function(n, seed, days = 400, competing = 0.3, censored = 0.3, width = 1) {
  set.seed(seed)
  event <- ceiling(rexp(n, 1 / days) / width) * width
  leave <- ceiling(runif(n, 0, days / censored) / width) * width
  cause <- ifelse(runif(n) < competing, 2, 1)
  list(time = pmin(event, leave), status = ifelse(event <= leave, cause, 0))
}

groups <- function(n, k) rep(LETTERS[1:k], length.out = n)

one <- draw(60, 1, width = 60)
write_case("ties", one$time, one$status, groups(60, 2))

write_case("no_events", c(3, 5, 5, 8, 9, 12), rep(0, 6), groups(6, 2))
write_case("day_one", rep(1, 8), rep(1, 8), groups(8, 2))
write_case("day_one_but_one", c(rep(1, 8), 2), c(rep(1, 8), 0), groups(9, 2))
write_case("one_patient", 17, 1)
write_case("one_patient_censored", 17, 0)
write_case("one_against_many", c(17, 5, 17, 20, 30, 31), c(1, 1, 2, 1, 0, 1), c("A", rep("B", 5)))

one <- draw(40, 2, width = 20)
one$time[c(3, 8, 21, 40)] <- NA
one$status[c(3, 8, 21, 40)] <- NA
write_case("left_out", one$time, one$status, groups(40, 2))

one <- draw(60, 3, width = 30)
letters_of <- groups(60, 3)
one$status[letters_of == "B"] <- 0
write_case("group_without_events", one$time, one$status, letters_of)

one <- draw(60, 4, width = 30)
one$time[letters_of == "B"] <- NA
one$status[letters_of == "B"] <- NA
write_case("empty_group", one$time, one$status, letters_of)

one <- draw(300, 5, days = 4000, censored = 8)
write_case("heavy_censoring", one$time, one$status, groups(300, 2))

# Hazards differ by group and by a marker, so that regressions find something.
set.seed(6)
large_marker <- rexp(2000, 1 / 20)
letters_of <- groups(2000, 5)
rate <- exp(0.15 * match(letters_of, LETTERS) - 0.01 * large_marker) / 500
event <- ceiling(rexp(2000, rate) / 7) * 7
leave <- ceiling(runif(2000, 0, 1500) / 7) * 7
cause <- ifelse(runif(2000) < 0.25, 2, 1)
write_case("large", pmin(event, leave), ifelse(event <= leave, cause, 0), letters_of)

# Exactly half from day 20 to day 50; half from day 20 to the end of what was seen.
write_case("half", c(10, 20, 50, 60), c(1, 1, 1, 1))
write_case("half_to_the_end", c(10, 20, 30, 45), c(1, 1, 0, 0))

write_case("same_day",
  c(1, 1, 1, 2, 2, 3, 3, 3, 3, 5, 1, 1, 2, 2, 2, 3, 4, 4, 6, 6, 1, 2, 2, 3, 3, 3, 4, 5, 5, 6),
  c(1, 2, 0, 1, 2, 1, 1, 2, 0, 0, 1, 2, 2, 2, 1, 1, 0, 2, 1, 0, 2, 1, 2, 0, 1, 1, 2, 1, 0, 2),
  rep(c("A", "B", "C"), each = 10))

# Hazards that rise with the group, and few ties, as R's exact method takes long with many.
set.seed(7)
letters_of <- groups(160, 4)
event <- ceiling(rexp(160, exp(0.35 * match(letters_of, LETTERS)) / 900))
leave <- ceiling(runif(160, 0, 1500))
write_case("trend", pmin(event, leave), as.numeric(event <= leave), letters_of,
  c(0, 1, 2, 5)[match(letters_of, LETTERS)])

# Group A has left before anybody has an event; all of A has it before B begins; A alone, then B.
write_case("left_early", c(1, 2, 2, 5, 6, 7, 9, 5, 8, 8, 11), c(0, 0, 0, 1, 1, 0, 1, 1, 1, 2, 0),
  c(rep("A", 3), rep("B", 4), rep("C", 4)))
write_case("one_after_the_other", c(1, 2, 3, 3, 4, 6, 7, 8, 8, 12), c(rep(1, 8), 2, 1), rep(c("A", "B"), each = 5))

one <- draw(80, 8, competing = 0, width = 10)
write_case("nothing_competes", one$time, one$status, groups(80, 2))

# The same as steps of months that both groups have: everything happens on their last days.
one <- draw(400, 9, competing = 0.35, censored = 0.5)
ends <- floor(c(3, 6, 9, 12, 18, 24, 36, 48, 60, 120) * 30.4375)
write_case("months", ends[findInterval(one$time, ends, left.open = TRUE) + 1], one$status, groups(400, 3))
