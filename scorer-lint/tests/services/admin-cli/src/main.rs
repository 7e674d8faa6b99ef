//! Keys and communities from the command line.

mod commands;
mod output;

use std::io::Write as _;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "scorer-admin", version)]
struct Cli {
    /// The service.
    #[arg(long, env = "SCORER_URL", default_value = "http://localhost:8080")]
    url: String,
    /// An admin's token.
    #[arg(long, env = "SCORER_TOKEN", hide_env_values = true)]
    token: Option<String>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Shows communities.
    Communities,
    /// Makes an API key, and shows it once.
    CreateKey { name: String },
    /// Hashes a password for the configuration.
    Hash,
    /// Exports scores.
    Export { community: i64, #[arg(long)] out: Option<std::path::PathBuf> },
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> anyhow::Result<()> {
    let token = match cli.token {
        Some(token) => token,
        None => rpassword::prompt_password("Token: ")?,
    };
    let client = commands::Client::new(cli.url, token);
    match cli.command {
        Command::Communities => output::table(&client.communities()?),
        Command::CreateKey { name } => {
            let created = client.create_key(&name)?;
            println!("id:  {}", created.id);
            println!("key: {}", created.key);
            eprintln!("Keep it: it is not shown again.");
        }
        Command::Hash => {
            let password = rpassword::prompt_password("Password: ")?;
            println!("{}", commands::hash(&password));
        }
        Command::Export { community, out } => {
            let started = std::time::Instant::now();
            let bytes = client.export(community)?;
            match out {
                Some(path) => std::fs::write(path, &bytes)?,
                None => std::io::stdout().write_all(&bytes)?,
            }
            eprintln!("{} bytes in {:.1?}", bytes.len(), started.elapsed());
        }
    }
    Ok(())
}
