package dev.moorage.bootstrap.section;

import dev.moorage.bootstrap.config.Key;
import dev.moorage.bootstrap.config.Values;
import dev.moorage.identity.ldap.DirectoryNames;
import dev.moorage.identity.ldap.GroupLookup;
import dev.moorage.identity.ldap.LdapServer;
import dev.moorage.identity.ldap.LdapSettings;
import dev.moorage.identity.ldap.SearchFilter;
import dev.moorage.identity.ldap.ServiceAccount;
import dev.moorage.identity.ldap.UserLookup;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * {@code auth.ldap}: passwords and groups of an LDAP directory.
 *
 * @param servers asked in this order
 * @param caFile a PEM file with the authorities of the servers' certificates. Empty for those of Java
 * @param account searches for users and groups
 * @param users how the entry of a user is found
 * @param nameAttribute the attribute that has the name of a user
 * @param timeout how long one step may take
 * @param ttl how long a checked password is remembered
 */
public record LdapConfig(
        List<LdapServer> servers,
        Optional<Path> caFile,
        Optional<ServiceAccount> account,
        UserLookup users,
        String nameAttribute,
        GroupLookup groups,
        Duration timeout,
        Duration ttl) {
    static final String NAME = "ldap";

    private static final String PATH = "auth.ldap.";
    private static final Duration MOST_TIMEOUT = Duration.ofMinutes(1);
    private static final Duration MOST_TTL = Duration.ofHours(1);

    private static final Key<List<String>> URL = Key.texts(
                    PATH + "url",
                    "required: the servers, `ldaps://host` or `ldap://host`. The next one is asked when one cannot be"
                            + " reached")
            .ours();
    private static final Key<Boolean> START_TLS = Key.flag(
                    PATH + "starttls",
                    true,
                    "whether a connection to `ldap://` is protected by StartTLS. With `false`, passwords can be read on"
                            + " the network")
            .ours();
    private static final Key<Optional<String>> CA_FILE = Key.optional(
                    PATH + "cafile", "a PEM file with the authorities of the servers' certificates, read at the start")
            .showing("those of Java")
            .ours();
    private static final Key<Optional<String>> BIND_DN = Key.optional(
                    PATH + "binddn",
                    "the distinguished name of the account that searches for users and groups. Without it, the search is"
                            + " anonymous")
            .ours();
    private static final Key<Optional<String>> BIND_PASSWORD = Key.optional(
                    PATH + "bindpassword",
                    "the password of `binddn`. `REGISTRY_AUTH_LDAP_BINDPASSWORD_FILE` names a file with it")
            .ours();
    private static final Key<Optional<String>> BASE = Key.optional(
                    PATH + "base",
                    "the distinguished name below which users are searched for. Required without `userdn`")
            .ours();
    private static final Key<Optional<String>> FILTER = Key.optional(
                    PATH + "filter",
                    "finds the entry of `{user}`, for example `(&(objectClass=person)(uid={user}))`. Exactly one entry"
                            + " must match")
            .showing("`nameattribute` is `{user}`")
            .ours();
    private static final Key<Optional<String>> USER_DN = Key.optional(
                    PATH + "userdn",
                    "the distinguished name of each user, instead of `base` and `filter`: `uid={user},ou=people,dc=example`")
            .ours();
    private static final Key<String> NAME_ATTRIBUTE = Key.text(
                    PATH + "nameattribute",
                    "uid",
                    "the attribute with the name of a user: the user is `ldap:` and its value in lower case."
                            + " `sAMAccountName` in Active Directory")
            .ours();
    private static final Key<Optional<String>> MEMBER_OF = Key.optional(
                    PATH + "groups.memberof",
                    "the attribute of a user with the distinguished names of its groups, such as `memberOf`")
            .ours();
    private static final Key<Optional<String>> GROUP_FILTER = Key.optional(
                    PATH + "groups.filter",
                    "finds the groups of a user by `{dn}` or `{user}`: `(member={dn})`, or with nested groups of Active"
                            + " Directory `(member:1.2.840.113556.1.4.1941:={dn})`")
            .ours();
    private static final Key<Optional<String>> GROUP_BASE = Key.optional(
                    PATH + "groups.base",
                    "the distinguished name below which groups count. Required with `filter` and `name`")
            .ours();
    private static final Key<Optional<String>> GROUP_NAME = Key.optional(
                    PATH + "groups.name",
                    "the attribute with the name of a group, such as `cn`: the group is `@ldap:` and its value in lower"
                            + " case")
            .showing("the distinguished name")
            .ours();
    private static final Key<Duration> TIMEOUT = Key.duration(
                    PATH + "timeout",
                    Duration.ofSeconds(3),
                    "how long a connection, a search and the check of a password may take each. A login is answered with"
                            + " 503 where the directory does not answer")
            .ours();
    private static final Key<Duration> TTL = Key.duration(
                    PATH + "ttl",
                    Duration.ofSeconds(60),
                    "how long a checked password counts, also while the directory is down. Changed passwords and groups"
                            + " count for logins and tokens after this time")
            .ours();

    static final List<Key<?>> KEYS = List.of(
            URL,
            START_TLS,
            CA_FILE,
            BIND_DN,
            BIND_PASSWORD,
            BASE,
            FILTER,
            USER_DN,
            NAME_ATTRIBUTE,
            MEMBER_OF,
            GROUP_FILTER,
            GROUP_BASE,
            GROUP_NAME,
            TIMEOUT,
            TTL);

    public LdapConfig {
        servers = List.copyOf(servers);
        Objects.requireNonNull(caFile);
        Objects.requireNonNull(account);
        Objects.requireNonNull(users);
        Objects.requireNonNull(nameAttribute);
        Objects.requireNonNull(groups);
        Objects.requireNonNull(timeout);
        Objects.requireNonNull(ttl);
    }

    /** Returns the settings of the directory, with the authorities that are trusted. */
    public LdapSettings settings(SSLContext tls) {
        return new LdapSettings(servers, tls, account, users, nameAttribute, groups, timeout, ttl);
    }

    /** Returns the section, or empty when something is wrong with it, which is then reported. */
    static Optional<LdapConfig> read(Values values) {
        List<LdapServer> servers = servers(values);
        Optional<ServiceAccount> account = account(values);
        Optional<String> name =
                checked(NAME_ATTRIBUTE, values, () -> DirectoryNames.requireAttribute(values.get(NAME_ATTRIBUTE)));
        Optional<UserLookup> users = users(values);
        Optional<GroupLookup> groups = groups(values);
        Duration timeout = within(TIMEOUT, Duration.ofMillis(1), MOST_TIMEOUT, values);
        Duration ttl = within(TTL, Duration.ZERO, MOST_TTL, values);
        if (servers.isEmpty() || name.isEmpty() || users.isEmpty() || groups.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new LdapConfig(
                servers,
                values.get(CA_FILE).map(Path::of),
                account,
                users.get(),
                name.get(),
                groups.get(),
                timeout,
                ttl));
    }

    private static List<LdapServer> servers(Values values) {
        boolean startTls = values.get(START_TLS);
        List<LdapServer> servers = new ArrayList<>();
        for (String url : values.get(URL)) {
            try {
                servers.add(LdapServer.parse(url, startTls));
            } catch (IllegalArgumentException e) {
                values.error(URL, "\"" + url + "\" " + e.getMessage());
            }
        }
        if (values.get(URL).isEmpty()) {
            values.error(URL, "is missing: a server such as ldaps://directory.example.org");
        }
        if (servers.stream().anyMatch(LdapConfig::isReadable)) {
            values.warning(START_TLS, "is false: the passwords of users can be read on the network");
        }
        return servers;
    }

    private static boolean isReadable(LdapServer server) {
        try {
            return server.security() == LdapServer.Security.NONE
                    && !InetAddress.ofLiteral(server.host()).isLoopbackAddress();
        } catch (IllegalArgumentException _) {
            return !server.host().equals("localhost");
        }
    }

    private static Optional<ServiceAccount> account(Values values) {
        Optional<String> dn = values.get(BIND_DN);
        Optional<String> password = values.get(BIND_PASSWORD);
        if (dn.isPresent() != password.isPresent()) {
            values.error(dn.isPresent() ? BIND_PASSWORD : BIND_DN, "is missing");
            return Optional.empty();
        }
        return dn.flatMap(name -> checked(BIND_DN, values, () -> new ServiceAccount(name, password.orElseThrow())));
    }

    private static Optional<UserLookup> users(Values values) {
        Optional<String> template = values.get(USER_DN);
        Optional<String> base = values.get(BASE);
        if (template.isPresent()) {
            if (base.isPresent() || values.get(FILTER).isPresent()) {
                values.error(USER_DN, "stands in place of base and filter: remove one of them");
            }
            return checked(USER_DN, values, () -> new UserLookup.Template(template.get()));
        }
        if (base.isEmpty()) {
            values.error(BASE, "is missing: the distinguished name below which users are");
            return Optional.empty();
        }
        String filter = values.get(FILTER).orElse("(" + values.get(NAME_ATTRIBUTE) + "=" + SearchFilter.USER + ")");
        Optional<SearchFilter> parsed =
                checked(FILTER, values, () -> SearchFilter.parse(filter, List.of(SearchFilter.USER)));
        return parsed.flatMap(by -> checked(BASE, values, () -> new UserLookup.Search(base.get(), by)));
    }

    private static Optional<GroupLookup> groups(Values values) {
        Optional<SearchFilter> filter = values.get(GROUP_FILTER)
                .flatMap(text ->
                        checked(GROUP_FILTER, values, () -> SearchFilter.parse(text, GroupLookup.PLACEHOLDERS)));
        Optional<String> memberOf = values.get(MEMBER_OF);
        Optional<String> base = values.get(GROUP_BASE);
        Optional<String> name = values.get(GROUP_NAME);
        if (base.isEmpty() && (values.get(GROUP_FILTER).isPresent() || name.isPresent())) {
            values.error(
                    GROUP_BASE,
                    "is missing: without it, a group of the same name anywhere in the directory would count");
            return Optional.empty();
        }
        return checked(GROUP_BASE, values, () -> new GroupLookup(memberOf, filter, base, name));
    }

    private static Duration within(Key<Duration> key, Duration least, Duration most, Values values) {
        Duration value = values.get(key);
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            values.error(key, "is not from " + least.toMillis() + "ms to " + most.toMinutes() + "m");
            return key.otherwise();
        }
        return value;
    }

    private static <T> Optional<T> checked(Key<?> key, Values values, Supplier<T> parse) {
        try {
            return Optional.of(parse.get());
        } catch (IllegalArgumentException e) {
            values.error(key, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }
}
