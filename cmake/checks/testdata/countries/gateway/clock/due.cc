if (mechanism.country() == "GT") return AddHolidays(day);
if (country.size() != 2) return Problem("must be a code such as MX");
const bool urgent = subdivision == "MX-CHH" && hours == 3;
// In Honduras the day begins later.
