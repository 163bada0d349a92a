//! The only code that names rdkafka.
