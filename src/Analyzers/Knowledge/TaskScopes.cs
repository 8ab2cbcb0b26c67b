using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Knowledge.Users;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>Work of the type itself that is started, left alone, and still needs what the method that started it disposes at its end.</summary>
internal static class TaskScopes
{
    /// <summary>True where the started method uses the state that ends, or where that is the scope in which the work has its services.</summary>
    /// <param name="call">The call that starts the work.</param>
    /// <param name="name">What is disposed.</param>
    public static bool Needs(SyntaxNode call, string name)
    {
        if (call is not InvocationExpressionSyntax { Expression: var called } || MethodName(called) is not { } method || call.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type || !IsState(name, type) || IsOwn(name, GuardPlaces.Function(call)))
            return false;
        var started = type.Members.OfType<MethodDeclarationSyntax>().Where(m => m.Identifier.ValueText == method).ToList();
        if (started.Count != 1)
            return false;
        return NameIndex.In(started[0], name).Any(IsUse) ? !ExpectsTheEnd(started[0]) : IsScope(name) && IsInLoop(call) && NameIndex.In(type, name).All(IsEnd);
    }

    private static string? MethodName(ExpressionSyntax called) => called switch
    {
        IdentifierNameSyntax own => own.Identifier.ValueText,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name: IdentifierNameSyntax own } => own.Identifier.ValueText,
        _ => null,
    };

    private static bool IsState(string name, TypeDeclarationSyntax type) =>
        type.ParameterList?.Parameters.Any(p => p.Identifier.ValueText == name) == true
        || type.Members.Any(m => m is FieldDeclarationSyntax field ? field.Declaration.Variables.Any(v => v.Identifier.ValueText == name) : m is PropertyDeclarationSyntax property && property.Identifier.ValueText == name);

    private static bool IsOwn(string name, SyntaxNode? function) =>
        function is null || function.DescendantNodes().Any(n => n is VariableDeclaratorSyntax local && local.Identifier.ValueText == name || n is ParameterSyntax parameter && parameter.Identifier.ValueText == name);

    private static bool IsUse(IdentifierNameSyntax name) =>
        name.Parent is not MemberAccessExpressionSyntax { Expression: not ThisExpressionSyntax, Name: var member } || member != name;

    /// <summary>An object of whose services the work knows nothing more than that they are there: nothing is done with it but to end it.</summary>
    private static bool IsScope(string name) => name.EndsWith("Scope", StringComparison.Ordinal) || name.TrimStart('_') == "scope";

    private static bool IsEnd(IdentifierNameSyntax name) =>
        name.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax, Name.Identifier.ValueText: var method } access && access.Expression == name && Disposals.Ends(method);

    private static bool IsInLoop(SyntaxNode call) => call.Ancestors().TakeWhile(static a => a is not (MemberDeclarationSyntax or AnonymousFunctionExpressionSyntax)).Any(static a => a is WhileStatementSyntax or ForStatementSyntax or DoStatementSyntax or CommonForEachStatementSyntax);

    /// <summary>True where the work catches what using the object after its end throws.</summary>
    private static bool ExpectsTheEnd(MethodDeclarationSyntax work) =>
        work.DescendantNodes().Any(static n => n is CatchClauseSyntax { Declaration: null } or CatchDeclarationSyntax { Type: SimpleNameSyntax { Identifier.ValueText: Disposals.Gone or "Exception" } });
}
