using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Knowledge.Users;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>The registrations in one syntax tree, found by the names of methods; a tree without such a name is not walked.</summary>
internal sealed class RegistrationScan
{
    private static readonly Dictionary<string, Lifetime> s_methods = Lifetimes.Methods.ToDictionary(m => m.Method, m => m.Lifetime);
    private static readonly Dictionary<string, Lifetime> s_descriptors = Lifetimes.Descriptors.ToDictionary(m => m.Method, m => m.Lifetime);
    private static readonly Dictionary<string, Lifetime> s_chainEnds = Lifetimes.ChainEnds.ToDictionary(m => m.Method, m => m.Lifetime);
    private static readonly string[] s_names = s_methods.Keys.Concat(s_descriptors.Keys).Concat(s_chainEnds.Keys).Distinct().ToArray();

    private RegistrationScan()
    {
    }

    /// <summary>Lifetimes by the name of the type.</summary>
    public Dictionary<string, Registration> Found { get; } = new(StringComparer.Ordinal);

    /// <summary>Methods of this tree that register a type parameter of their own, and for how long.</summary>
    public Dictionary<string, Lifetime> Wrappers { get; } = new(StringComparer.Ordinal);

    /// <summary>All registrations of the tree.</summary>
    public static RegistrationScan Of(SyntaxTree tree)
    {
        var result = new RegistrationScan();
        var calls = s_names.SelectMany(n => NameIndex.Find(tree, n, CancellationToken.None)).Where(static n => n.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax } access && access.Name == n);

        // A chain of calls begins at one place: the whole comes before its beginning.
        foreach (var name in calls.OrderBy(static n => n.Parent!.SpanStart).ThenByDescending(static n => n.Span.End))
        {
            var (access, method) = ((MemberAccessExpressionSyntax)name.Parent!, name.Identifier.ValueText);
            var (invocation, receiver) = ((InvocationExpressionSyntax)access.Parent!, access.Expression);
            if (s_methods.TryGetValue(method, out var lifetime) || (receiver is IdentifierNameSyntax { Identifier.ValueText: Lifetimes.Descriptor } && s_descriptors.TryGetValue(method, out lifetime)))
                result.Record(invocation, name, lifetime);
            else if (s_chainEnds.TryGetValue(method, out lifetime))
                result.RecordChain(receiver, lifetime);
        }

        return result;
    }

    /// <summary>The types that a registering method of the project is called with.</summary>
    public static RegistrationScan OfCalls(SyntaxTree tree, string method, Lifetime lifetime)
    {
        var result = new RegistrationScan();
        if (s_methods.ContainsKey(method))
            return result;
        foreach (var name in NameIndex.Find(tree, method, CancellationToken.None))
        {
            if (CallShape.CallOf(name) is { } call)
                result.Record(call, name, lifetime);
        }

        return result;
    }

    private void RecordChain(ExpressionSyntax receiver, Lifetime lifetime)
    {
        while (receiver is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } call)
        {
            Record(call, access.Name, lifetime);
            receiver = access.Expression;
        }
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
                case GenericNameSyntax { TypeArgumentList.Arguments: [{ } made] } maker when Array.IndexOf(Lifetimes.Makers, maker.Identifier.ValueText) >= 0:
                    Record(made, lifetime, inside);
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
        if (type.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { TypeParameterList: { } own } method && own.Parameters.Any(p => p.Identifier.ValueText == name))
        {
            Wrappers[method.Identifier.ValueText] = Wrappers.TryGetValue(method.Identifier.ValueText, out var earlier) ? earlier | lifetime : lifetime;
            return;
        }

        var registration = new Registration(lifetime, lifetime == Lifetime.Singleton ? inside : null);
        Found[name] = Found.TryGetValue(name, out var known) ? known.And(registration) : registration;
    }
}
