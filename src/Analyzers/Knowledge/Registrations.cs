using System.Runtime.CompilerServices;
using AsyncStateAnalyzers.Knowledge.Tables;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>
/// Which types are registered with a dependency-injection container anywhere in the compilation, and for how long they live.
/// Found in the syntax by names (generic arguments, <c>typeof</c>, objects created in the arguments), once for each syntax tree:
/// typing in one file does not scan the others again.
/// </summary>
internal sealed class Registrations
{
    private static readonly ConditionalWeakTable<SyntaxTree, TreeRegistrations> s_trees = new();
    private static readonly ConditionalWeakTable<Compilation, Registrations> s_compilations = new();
    private readonly Dictionary<string, Registration> _byName = new(StringComparer.Ordinal);

    private Registrations()
    {
    }

    /// <summary>The registrations of a compilation.</summary>
    public static Registrations Of(Compilation compilation) => s_compilations.GetValue(compilation, static c =>
    {
        var result = new Registrations();
        foreach (var tree in c.SyntaxTrees)
        {
            foreach (var entry in s_trees.GetValue(tree, static t => TreeRegistrations.Scan(t)).Found)
                result.Add(entry.Key, entry.Value);
        }

        return result;
    });

    /// <summary>What is registered under the name of the type; null for nothing.</summary>
    public Registration? Find(string typeName) => _byName.TryGetValue(typeName, out var found) ? found : null;

    private void Add(string name, Registration registration) =>
        _byName[name] = _byName.TryGetValue(name, out var known)
            ? new Registration(known.Lifetime | registration.Lifetime, known.SingletonIn ?? registration.SingletonIn)
            : registration;

    private sealed class TreeRegistrations
    {
        // Every name of the table contains "Add" followed by one of these.
        private static readonly string[] s_ends = { "Singleton", "Keyed", "HostedService", "Scoped", "Transient" };

        public Dictionary<string, Registration> Found { get; } = new(StringComparer.Ordinal);

        public static TreeRegistrations Scan(SyntaxTree tree)
        {
            var result = new TreeRegistrations();
            if (!TextSearch.Contains(tree.GetText(), "Add", s_ends))
                return result;
            var root = tree.GetRoot();
            foreach (var invocation in root.DescendantNodes().OfType<InvocationExpressionSyntax>())
            {
                if (invocation.Expression is not MemberAccessExpressionSyntax { Name: var name })
                    continue;
                foreach (var (method, lifetime) in Concurrency.Registrations)
                {
                    if (name.Identifier.ValueText == method)
                        result.Record(invocation, name, lifetime);
                }
            }

            return result;
        }

        private void Record(InvocationExpressionSyntax invocation, SimpleNameSyntax name, Lifetime lifetime)
        {
            var inside = invocation.FirstAncestorOrSelf<TypeDeclarationSyntax>()?.Identifier.ValueText ?? "Program";
            if (name is GenericNameSyntax generic)
            {
                // Of <IService, Service> the service itself says nothing more than the implementation does, unless it stands alone.
                foreach (var argument in generic.TypeArgumentList.Arguments)
                    Record(argument, lifetime, inside);
            }

            foreach (var node in invocation.ArgumentList.DescendantNodes())
            {
                switch (node)
                {
                    case TypeOfExpressionSyntax { Type: var type }:
                        Record(type, lifetime, inside);
                        break;
                    case ObjectCreationExpressionSyntax { Type: var created } when IsResult(node, invocation):
                        Record(created, lifetime, inside);
                        break;
                }
            }
        }

        private static bool IsResult(SyntaxNode created, InvocationExpressionSyntax invocation)
        {
            var parent = created.Parent;
            return parent is ArgumentSyntax { Parent: ArgumentListSyntax list } && list.Parent == invocation
                || parent is LambdaExpressionSyntax or ReturnStatementSyntax or ArrowExpressionClauseSyntax;
        }

        private void Record(TypeSyntax type, Lifetime lifetime, string inside)
        {
            var name = type switch
            {
                QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
                AliasQualifiedNameSyntax alias => alias.Name.Identifier.ValueText,
                SimpleNameSyntax simple => simple.Identifier.ValueText,
                _ => null,
            };
            if (name is null)
                return;
            var singletonIn = lifetime == Lifetime.Singleton ? inside : null;
            Found[name] = Found.TryGetValue(name, out var known)
                ? new Registration(known.Lifetime | lifetime, known.SingletonIn ?? singletonIn)
                : new Registration(lifetime, singletonIn);
        }
    }
}

/// <summary>What is registered of a type.</summary>
/// <param name="Lifetime">All lifetimes found.</param>
/// <param name="SingletonIn">The class that registers it as a singleton; null if none does.</param>
internal sealed record Registration(Lifetime Lifetime, string? SingletonIn);
