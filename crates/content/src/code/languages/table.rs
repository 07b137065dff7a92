//! The words of each language.

use super::{Language, Quote};

const fn quote(open: &'static str, has_escapes: bool, has_lines: bool) -> Quote {
    Quote {
        open,
        close: open,
        has_escapes,
        has_lines,
    }
}

const DOUBLE: Quote = quote("\"", true, false);
const SINGLE: Quote = quote("'", true, false);
const BACKTICK: Quote = quote("`", true, true);
const TRIPLE_DOUBLE: Quote = quote("\"\"\"", true, true);
const TRIPLE_SINGLE: Quote = quote("'''", true, true);

/// What most languages that look like C share.
const C_LIKE: Language = Language {
    line_comments: &["//"],
    block_comment: Some(("/*", "*/")),
    quotes: &[DOUBLE, SINGLE],
    keywords: "",
    constants: "true false null",
    types: "",
    operators: "+-*/%=<>!&|^~?",
    key: None,
    ignores_case: false,
    has_capitals: true,
    has_hyphens: false,
    has_decorators: false,
    has_variables: false,
    has_lifetimes: false,
    has_colours: false,
    has_sections: false,
};

/// What most languages whose comments begin with `#` share.
const SCRIPT: Language = Language {
    line_comments: &["#"],
    block_comment: None,
    ..C_LIKE
};

const RUST: Language = Language {
    quotes: &[
        Quote {
            open: "r#\"",
            close: "\"#",
            has_escapes: false,
            has_lines: true,
        },
        Quote {
            open: "r\"",
            close: "\"",
            has_escapes: false,
            has_lines: true,
        },
        quote("\"", true, true),
    ],
    keywords: "as async await break const continue crate dyn else enum extern fn for if impl in let loop match mod move mut pub ref return self static struct super trait type unsafe use where while yield",
    constants: "true false None Some Ok Err",
    types: "bool char f32 f64 i8 i16 i32 i64 i128 isize str u8 u16 u32 u64 u128 usize Self",
    has_lifetimes: true,
    ..C_LIKE
};

const JAVASCRIPT: Language = Language {
    quotes: &[DOUBLE, SINGLE, BACKTICK],
    keywords: "abstract as async await break case catch class const continue debugger declare default delete do else enum export extends finally for from function get if implements import in infer instanceof interface is keyof let namespace new of private protected public readonly return satisfies set static super switch this throw try type typeof var void while with yield",
    constants: "true false null undefined NaN Infinity",
    types: "any bigint boolean never number object string symbol unknown",
    has_decorators: true,
    ..C_LIKE
};

const JSON: Language = Language {
    quotes: &[DOUBLE],
    operators: "",
    key: Some(':'),
    has_capitals: false,
    ..C_LIKE
};

const SQL: Language = Language {
    line_comments: &["--"],
    quotes: &[
        quote("'", false, true),
        quote("$$", false, true),
        quote("\"", false, false),
    ],
    keywords: "add all alter analyze and any as asc begin between by cascade case check collate column comment commit concurrently conflict constraint create cross current database default deferrable delete desc distinct do drop each else end except execute exists explain extension filter first following for foreign from full function generated grant group having if ilike in index inner insert intersect into is join key language last lateral left like limit locked materialized natural not nothing notify nulls of offset on only or order outer over partition preceding primary procedure recursive references replace returning returns right rollback row rows schema select sequence set share skip table temporary then to transaction trigger truncate union unique update using values view when where window with within",
    constants: "true false null current_date current_timestamp current_user",
    types: "bigint bigserial bool boolean bytea char citext date double float inet int integer interval json jsonb money numeric real serial smallint text time timestamp timestamptz tsvector uuid varchar",
    ignores_case: true,
    has_capitals: false,
    ..C_LIKE
};

const SHELL: Language = Language {
    quotes: &[quote("\"", true, true), quote("'", false, true), BACKTICK],
    keywords: "case do done elif else esac exit export fi for function if in local readonly return select set shift source then trap unset until while alias cd echo exec eval printf read sudo",
    constants: "true false",
    operators: "=<>!&|;",
    has_capitals: false,
    has_hyphens: true,
    has_variables: true,
    ..SCRIPT
};

const TOML: Language = Language {
    quotes: &[
        TRIPLE_DOUBLE,
        TRIPLE_SINGLE,
        DOUBLE,
        quote("'", false, false),
    ],
    operators: "=",
    key: Some('='),
    has_capitals: false,
    has_hyphens: true,
    has_sections: true,
    ..SCRIPT
};

const INI: Language = Language {
    line_comments: &["#", ";"],
    ..TOML
};

const YAML: Language = Language {
    quotes: &[DOUBLE, quote("'", false, false)],
    constants: "true false null yes no on off",
    operators: "|>&*",
    key: Some(':'),
    has_capitals: false,
    has_hyphens: true,
    ..SCRIPT
};

const CSS: Language = Language {
    line_comments: &[],
    keywords: "important and not only or",
    constants: "auto inherit initial none unset revert",
    operators: "+>~*=",
    key: Some(':'),
    has_capitals: false,
    has_hyphens: true,
    has_decorators: true,
    has_colours: true,
    ..C_LIKE
};

const SCSS: Language = Language {
    line_comments: &["//"],
    has_variables: true,
    ..CSS
};

const PYTHON: Language = Language {
    quotes: &[TRIPLE_DOUBLE, TRIPLE_SINGLE, DOUBLE, SINGLE],
    keywords: "and as assert async await break case class continue def del elif else except finally for from global if import in is lambda match nonlocal not or pass raise return try while with yield",
    constants: "True False None self cls",
    types: "bool bytes dict float frozenset int list object set str tuple",
    has_decorators: true,
    ..SCRIPT
};

const RUBY: Language = Language {
    keywords: "alias and begin break case class def do else elsif end ensure extend for if in include module next not or private protected public raise redo require require_relative rescue retry return super then undef unless until when while yield attr_accessor attr_reader",
    constants: "true false nil self",
    ..SCRIPT
};

const GO: Language = Language {
    quotes: &[DOUBLE, SINGLE, quote("`", false, true)],
    keywords: "break case chan const continue default defer else fallthrough for func go goto if import interface map package range return select struct switch type var",
    constants: "true false nil iota",
    types: "any bool byte complex64 complex128 error float32 float64 int int8 int16 int32 int64 rune string uint uint8 uint16 uint32 uint64 uintptr",
    ..C_LIKE
};

const JAVA: Language = Language {
    quotes: &[TRIPLE_DOUBLE, DOUBLE, SINGLE],
    keywords: "abstract actual as assert async await base break by case catch class companion const constructor continue data default delegate do else enum event expect extends extension final finally fixed for foreach fun func get goto guard if implements import in init inline instanceof interface internal is let lock module namespace native new object open operator out override package params partial private protected protocol public readonly record ref return sealed set static struct super suspend switch synchronized this throw throws transient try typealias typeof using val var virtual void volatile when where while with yield",
    constants: "true false null nil self it",
    types: "boolean bool byte char decimal double dynamic float int long object short string uint ulong",
    has_decorators: true,
    ..C_LIKE
};

const C: Language = Language {
    line_comments: &["//"],
    keywords: "alignas auto break case catch class co_await co_return concept const constexpr continue default delete do else enum explicit export extern final for friend goto if inline mutable namespace new noexcept operator override private protected public register requires return sizeof static static_assert static_cast struct switch template this throw try typedef typename union using virtual volatile while",
    constants: "true false NULL nullptr",
    types: "bool char char16_t char32_t double float int int8_t int16_t int32_t int64_t long short signed size_t ssize_t uint8_t uint16_t uint32_t uint64_t unsigned void wchar_t",
    ..C_LIKE
};

const PHP: Language = Language {
    line_comments: &["//", "#"],
    keywords: "abstract and array as break case catch class clone const continue declare default do echo else elseif enum extends final finally fn for foreach function global if implements include instanceof interface match namespace new or private protected public readonly require require_once return static switch throw trait try use var while yield",
    constants: "true false null TRUE FALSE NULL",
    types: "bool float int iterable mixed never object string void",
    has_variables: true,
    ..C_LIKE
};

const LUA: Language = Language {
    line_comments: &["--"],
    block_comment: Some(("--[[", "]]")),
    keywords: "and break do else elseif end for function goto if in local not or repeat return then until while",
    constants: "true false nil self",
    has_capitals: false,
    ..C_LIKE
};

const HASKELL: Language = Language {
    line_comments: &["--"],
    block_comment: Some(("{-", "-}")),
    quotes: &[DOUBLE],
    keywords: "case class data deriving do else family forall foreign if import in infix infixl infixr instance let module newtype of qualified then type where",
    ..C_LIKE
};

const DOCKERFILE: Language = Language {
    keywords: "add arg as cmd copy entrypoint env expose from healthcheck label maintainer onbuild run shell stopsignal user volume workdir",
    operators: "=&|",
    ignores_case: true,
    has_capitals: false,
    has_hyphens: true,
    has_variables: true,
    ..SCRIPT
};

const NGINX: Language = Language {
    keywords: "access_log add_header alias error_page events http include index listen location log_format proxy_pass proxy_set_header return rewrite root server server_name ssl_certificate ssl_certificate_key try_files upstream worker_connections worker_processes if map",
    constants: "on off",
    operators: "=~^",
    has_capitals: false,
    has_variables: true,
    ..SCRIPT
};

const MAKE: Language = Language {
    keywords: "define else endef endif export ifdef ifeq ifndef ifneq include override",
    operators: "=:+?",
    has_capitals: false,
    has_hyphens: true,
    has_variables: true,
    ..SCRIPT
};

/// The language of this name, in small letters.
pub(super) fn find(name: &str) -> Option<&'static Language> {
    Some(match name {
        "rust" | "rs" => &RUST,
        "javascript" | "js" | "mjs" | "cjs" | "jsx" | "typescript" | "ts" | "tsx" | "mts" => {
            &JAVASCRIPT
        }
        "json" | "jsonc" | "json5" | "webmanifest" => &JSON,
        "sql" | "postgresql" | "postgres" | "pgsql" | "psql" | "plpgsql" | "sqlite" | "mysql" => {
            &SQL
        }
        "sh" | "shell" | "bash" | "zsh" | "console" | "shell-session" | "fish" => &SHELL,
        "toml" => &TOML,
        "ini" | "conf" | "properties" | "systemd" | "desktop" | "editorconfig" => &INI,
        "env" | "dotenv" => &SHELL,
        "yaml" | "yml" => &YAML,
        "css" => &CSS,
        "scss" | "sass" | "less" => &SCSS,
        "python" | "py" => &PYTHON,
        "ruby" | "rb" | "elixir" | "ex" | "exs" | "crystal" => &RUBY,
        "go" | "golang" => &GO,
        "java" | "kotlin" | "kt" | "kts" | "csharp" | "cs" | "c#" | "swift" | "scala" | "dart"
        | "groovy" | "gradle" | "proto" | "protobuf" => &JAVA,
        "c" | "h" | "cpp" | "c++" | "cc" | "cxx" | "hpp" | "objc" | "zig" | "glsl" | "wgsl" => &C,
        "php" => &PHP,
        "lua" => &LUA,
        "haskell" | "hs" | "elm" | "purescript" => &HASKELL,
        "dockerfile" | "docker" | "containerfile" => &DOCKERFILE,
        "nginx" => &NGINX,
        "make" | "makefile" | "just" | "justfile" => &MAKE,
        _ => return None,
    })
}
