//! Reads the value of a variable by its row in the table.

use crate::error::Error;

use super::rows::Row;

/// Where the values of variables come from: the process's environment, or a function of a test.
pub(crate) struct Environment<'a>(&'a dyn Fn(&str) -> Option<String>);

impl<'a> Environment<'a> {
    pub(crate) fn new(lookup: &'a dyn Fn(&str) -> Option<String>) -> Self {
        Self(lookup)
    }

    /// Returns the value that is set. As in the standard, an empty value counts as not set.
    pub(super) fn set<T>(&self, row: &Row<T>) -> Result<Option<T>, Error> {
        let variable = row.setting.variable;
        let Some(value) = (self.0)(variable).filter(|value| !value.trim().is_empty()) else {
            return Ok(None);
        };
        match (row.parse)(value.trim()) {
            Some(read) => Ok(Some(read)),
            None => Err(Error::Setting {
                variable,
                value: if row.shown {
                    value
                } else {
                    "(not shown)".into()
                },
                accepted: row.setting.accepted,
            }),
        }
    }

    /// Returns the value that is set, or the row's default.
    pub(super) fn get<T>(&self, row: &Row<T>) -> Result<T, Error> {
        let default = || (row.parse)(row.setting.default);
        match self.set(row)? {
            Some(value) => Ok(value),
            None => default().ok_or(Error::Setting {
                variable: row.setting.variable,
                value: String::new(),
                accepted: row.setting.accepted,
            }),
        }
    }
}
